/** What this service asks request-api for, over its internal interface. */
@NullMarked
package io.wave.proxy.api;

import org.jspecify.annotations.NullMarked;

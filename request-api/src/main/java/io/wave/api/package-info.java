/** The HTTP API: accepts requests, keeps their records, commands the work. */
@NullMarked
package io.wave.api;

import org.jspecify.annotations.NullMarked;

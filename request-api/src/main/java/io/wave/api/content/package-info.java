/** Bytes that clients send along: inline layers and build contexts, checked and put into the object store. */
@NullMarked
package io.wave.api.content;

import org.jspecify.annotations.NullMarked;

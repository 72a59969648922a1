/** Bytes by name, in S3 or in a folder. */
@NullMarked
package io.wave.store;

import org.jspecify.annotations.NullMarked;

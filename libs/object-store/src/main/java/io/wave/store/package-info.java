/** Object storage in an S3 bucket or in a folder. */
@NullMarked
package io.wave.store;

import org.jspecify.annotations.NullMarked;

/** Documents of source images that all replicas of all services share. */
@NullMarked
package io.wave.documents;

import org.jspecify.annotations.NullMarked;

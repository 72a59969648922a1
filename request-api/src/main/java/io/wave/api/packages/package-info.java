/** Container files made from lists of packages. */
@NullMarked
package io.wave.api.packages;

import org.jspecify.annotations.NullMarked;

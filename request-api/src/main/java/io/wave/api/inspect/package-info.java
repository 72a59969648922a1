/** What is inside an image, or which images a name stands for. */
@NullMarked
package io.wave.api.inspect;

import org.jspecify.annotations.NullMarked;

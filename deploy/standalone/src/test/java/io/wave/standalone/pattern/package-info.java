/** What holds for every regular expression of the code. */
@NullMarked
package io.wave.standalone.pattern;

import org.jspecify.annotations.NullMarked;

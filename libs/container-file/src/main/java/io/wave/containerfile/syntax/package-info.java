/** The lexical level of container files: lines, words, flags, JSON strings and parser directives. */
@NullMarked
package io.wave.containerfile.syntax;

import org.jspecify.annotations.NullMarked;

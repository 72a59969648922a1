/** Conda lock files, extracted from the output of builds and stored. */
@NullMarked
package io.wave.builder.condalock;

import org.jspecify.annotations.NullMarked;

/** Lock files of packages: cut out of the output of builds and kept. */
@NullMarked
package io.wave.builder.condalock;

import org.jspecify.annotations.NullMarked;

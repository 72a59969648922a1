/** ArchUnit rules that the tests of all modules share. */
@NullMarked
package io.wave.architecture.rules;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.wave.builder.file;

import org.jspecify.annotations.NullMarked;

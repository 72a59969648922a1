@NullMarked
package io.wave.builder.egress;

import org.jspecify.annotations.NullMarked;

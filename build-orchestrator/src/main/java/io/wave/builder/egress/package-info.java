/** Network access of builders: their traffic goes through a proxy that enforces the egress policy. */
@NullMarked
package io.wave.builder.egress;

import org.jspecify.annotations.NullMarked;

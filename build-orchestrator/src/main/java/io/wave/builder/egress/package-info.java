/** What builders connect to: their traffic goes through a proxy of ours that knows where users' words may lead. */
@NullMarked
package io.wave.builder.egress;

import org.jspecify.annotations.NullMarked;

/** Network access of tools: their traffic goes through a proxy that enforces the egress policy. */
@NullMarked
package io.wave.worker.egress;

import org.jspecify.annotations.NullMarked;

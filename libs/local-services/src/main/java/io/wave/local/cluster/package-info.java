/** A Kubernetes cluster for tests. */
@NullMarked
package io.wave.local.cluster;

import org.jspecify.annotations.NullMarked;

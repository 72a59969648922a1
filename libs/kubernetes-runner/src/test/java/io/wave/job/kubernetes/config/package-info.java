@NullMarked
package io.wave.job.kubernetes.config;

import org.jspecify.annotations.NullMarked;

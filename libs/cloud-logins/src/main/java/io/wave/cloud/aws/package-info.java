/** Logins at Amazon ECR. */
@NullMarked
package io.wave.cloud.aws;

import org.jspecify.annotations.NullMarked;

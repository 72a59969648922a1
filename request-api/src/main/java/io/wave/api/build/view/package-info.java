/** What clients and pages can read about a build: status, details and log. */
@NullMarked
package io.wave.api.build.view;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.wave.api.mail;

import org.jspecify.annotations.NullMarked;

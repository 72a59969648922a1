package io.wave.api.platform.user;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A user of a Platform.
 *
 * @param id id in the Platform
 * @param userName name
 * @param email e-mail address
 */
record PlatformUser(
        @Nullable String id,
        @Nullable String userName,
        @Nullable String email) {

    /** Reply of {@code /user-info}. */
    record Described(@Nullable PlatformUser user) {

        /** The user; empty if the reply does not identify one. */
        Optional<PlatformUser> identified() {
            return Optional.ofNullable(user)
                    .filter(known -> known.id() != null && !known.id().isBlank());
        }
    }

    /** The name; the id if there is none. */
    String name() {
        return Optional.ofNullable(userName).filter(text -> !text.isBlank()).orElse(String.valueOf(id));
    }

    /** Not the e-mail address. */
    @Override
    public String toString() {
        return "PlatformUser[%s]".formatted(id);
    }
}

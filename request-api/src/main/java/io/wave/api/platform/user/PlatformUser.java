package io.wave.api.platform.user;

import java.util.Optional;
import java.util.regex.Pattern;
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

    private static final Pattern ID = Pattern.compile("\\P{Cntrl}{1,255}");
    private static final Pattern DOMAIN = Pattern.compile("[^\\s\\p{Cntrl}@]{1,253}");

    /** Reply of {@code /user-info}. */
    record Described(@Nullable PlatformUser user) {

        /** The user; empty if the reply does not identify one. */
        Optional<PlatformUser> identified() {
            return Optional.ofNullable(user)
                    .filter(known -> known.id() != null
                            && !known.id().isBlank()
                            && ID.matcher(known.id()).matches());
        }
    }

    /** The name; the id if there is none. */
    String name() {
        return Optional.ofNullable(userName).filter(text -> !text.isBlank()).orElse(String.valueOf(id));
    }

    /** The domain of the e-mail address, if there is one. */
    Optional<String> domain() {
        return Optional.ofNullable(email)
                .map(address -> address.substring(address.lastIndexOf('@') + 1).strip())
                .filter(text -> DOMAIN.matcher(text).matches());
    }

    /** Not the e-mail address. */
    @Override
    public String toString() {
        return "PlatformUser[%s]".formatted(id);
    }
}

package io.wave.containerfile;

import java.util.Locale;
import java.util.Optional;

/**
 * A URL of a file or of a git repository, of which only the server matters.
 *
 * @param scheme in lower case; {@code ssh} for {@code user@host:path}
 * @param authority host, with a port where it has one; the part before an {@code @} is left out
 */
public record RemoteLocation(String scheme, String authority) {

    private static final String SCHEME_END = "://";

    /** Reads a text; empty if it is none but, for instance, a path. */
    public static Optional<RemoteLocation> of(String text) {
        String trimmed = Blanks.trim(text);
        int end = trimmed.indexOf(SCHEME_END);
        if (end > 0 && isScheme(trimmed.substring(0, end))) {
            String scheme = trimmed.substring(0, end).toLowerCase(Locale.ROOT);
            return Optional.of(new RemoteLocation(scheme, host(trimmed.substring(end + SCHEME_END.length()), "/?#")));
        }
        int at = trimmed.indexOf('@');
        int colon = trimmed.indexOf(':', at + 1);
        return at > 0 && colon > at + 1 && trimmed.indexOf('/') > colon
                ? Optional.of(new RemoteLocation("ssh", trimmed.substring(at + 1, colon)))
                : Optional.empty();
    }

    private static boolean isScheme(String text) {
        return text.chars()
                .allMatch(unit -> unit < 128 && (Character.isLetterOrDigit(unit) || "+-.".indexOf(unit) >= 0));
    }

    private static String host(String rest, String ends) {
        int end = 0;
        while (end < rest.length() && ends.indexOf(rest.charAt(end)) < 0) {
            end++;
        }
        String authority = rest.substring(0, end);
        return authority.substring(authority.lastIndexOf('@') + 1);
    }
}

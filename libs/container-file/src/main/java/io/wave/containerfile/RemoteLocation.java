package io.wave.containerfile;

import io.wave.containerfile.syntax.Blanks;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The scheme and server of a URL or a git location.
 *
 * @param scheme scheme in lower case, without a prefix such as in {@code git+ssh}; {@code ssh} for {@code user@host:path}
 * @param authority host and optional port, without user information
 */
public record RemoteLocation(String scheme, String authority) {

    private static final String SCHEME_END = "://";
    private static final String AUTHORITY_END = "/?#";
    private static final String TEXT_END = AUTHORITY_END + " \t\r\n\"'`,;<>|(){}";
    private static final int MAX_PORT_DIGITS = 5;

    /** Parses a URL or git location; empty for other texts, such as paths. */
    public static Optional<RemoteLocation> of(String text) {
        String trimmed = Blanks.trim(text);
        int end = trimmed.indexOf(SCHEME_END);
        if (end > 0 && schemeStart(trimmed, end) == 0) {
            return Optional.of(at(trimmed, end, AUTHORITY_END));
        }
        int at = trimmed.indexOf('@');
        int colon = trimmed.indexOf(':', at + 1);
        boolean isShell = at > 0 && colon > at + 1 && trimmed.lastIndexOf('/', colon) < 0;
        return isShell ? Optional.of(new RemoteLocation("ssh", trimmed.substring(at + 1, colon))) : Optional.empty();
    }

    /** Finds all URLs in a text. */
    public static List<RemoteLocation> allIn(String text) {
        List<RemoteLocation> found = new ArrayList<>();
        for (int end = text.indexOf(SCHEME_END); end >= 0; end = text.indexOf(SCHEME_END, end + 1)) {
            if (schemeStart(text, end) < end) {
                found.add(at(text, end, TEXT_END));
            }
        }
        return found;
    }

    private static RemoteLocation at(String text, int schemeEnd, String ends) {
        String scheme = text.substring(schemeStart(text, schemeEnd), schemeEnd).toLowerCase(Locale.ROOT);
        int start = schemeEnd + SCHEME_END.length();
        int end = start;
        while (end < text.length() && ends.indexOf(text.charAt(end)) < 0) {
            end++;
        }
        String authority = text.substring(start, end);
        return new RemoteLocation(
                scheme.substring(scheme.lastIndexOf('+') + 1), authority.substring(authority.lastIndexOf('@') + 1));
    }

    private static int schemeStart(String text, int end) {
        int start = end;
        while (start > 0 && isScheme(text.charAt(start - 1))) {
            start--;
        }
        return start;
    }

    private static boolean isScheme(char unit) {
        return unit < 128 && (Character.isLetterOrDigit(unit) || "+-.".indexOf(unit) >= 0);
    }

    /** The host without brackets and port; empty if it is neither a host name nor an address. */
    public Optional<String> host() {
        int bracket = authority.indexOf(']');
        if (authority.startsWith("[")) {
            return bracket < 0
                    ? Optional.empty()
                    : Optional.of(authority.substring(1, bracket))
                            .filter(host -> !host.isEmpty() && host.chars().allMatch(RemoteLocation::isOfAddress));
        }
        int colon = authority.indexOf(':');
        String host = colon < 0 ? authority : authority.substring(0, colon);
        boolean plain = !host.isEmpty() && host.chars().allMatch(RemoteLocation::isOfName);
        return plain && (!endsInNumber(host) || isFourOctets(host)) ? Optional.of(host) : Optional.empty();
    }

    /** The port, if one of up to five digits is given. */
    public OptionalInt port() {
        Optional<String> given = writtenPort().filter(port -> port.length() <= MAX_PORT_DIGITS);
        return given.isPresent() ? OptionalInt.of(Integer.parseInt(given.get())) : OptionalInt.empty();
    }

    /** The digits of the port as they are written, which need not be a number that a port can have; empty if there are none. */
    public Optional<String> writtenPort() {
        String port = authority.substring(authority.lastIndexOf(':') + 1);
        boolean given = host().isPresent()
                && authority.lastIndexOf(':') > authority.lastIndexOf(']')
                && !port.isEmpty()
                && port.chars().allMatch(unit -> unit >= '0' && unit <= '9');
        return given ? Optional.of(port) : Optional.empty();
    }

    private static boolean isOfName(int unit) {
        return unit < 128 && (Character.isLetterOrDigit(unit) || "._-".indexOf(unit) >= 0);
    }

    private static boolean isOfAddress(int unit) {
        return (unit < 128 && Character.digit(unit, 16) >= 0) || unit == ':' || unit == '.';
    }

    /** Programs parse numbers as addresses in different ways: only four octets are accepted. */
    private static boolean endsInNumber(String host) {
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        String label = name.substring(name.lastIndexOf('.') + 1);
        return !label.isEmpty() && Character.isDigit(label.charAt(0));
    }

    private static boolean isFourOctets(String host) {
        String[] octets = host.split("\\.", -1);
        if (octets.length != 4) {
            return false;
        }
        for (String octet : octets) {
            boolean number = !octet.isEmpty()
                    && octet.length() <= 3
                    && octet.chars().allMatch(unit -> unit >= '0' && unit <= '9');
            if (!number || Integer.parseInt(octet) > 255 || (octet.length() > 1 && octet.startsWith("0"))) {
                return false;
            }
        }
        return true;
    }
}

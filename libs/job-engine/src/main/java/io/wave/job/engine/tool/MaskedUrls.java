package io.wave.job.engine.tool;

/**
 * Masks the secrets of URLs in text for logs and messages: the user info, and the values of the query. Everything else
 * stays as it is. The time is linear in the length of the text.
 */
public final class MaskedUrls {

    private static final String SCHEME_END = "://";
    private static final String MASK = "***";

    private MaskedUrls() {}

    /** The text with {@code ***} in place of the secrets of its URLs. */
    public static String in(String text) {
        int scheme = text.indexOf(SCHEME_END);
        if (scheme < 0) {
            return text;
        }
        StringBuilder masked = new StringBuilder(text.length());
        int copied = 0;
        while (scheme >= 0) {
            int start = scheme + SCHEME_END.length();
            int end = endOfUrl(text, start);
            masked.append(text, copied, start);
            append(masked, text, start, end);
            copied = end;
            scheme = text.indexOf(SCHEME_END, end);
        }
        return masked.append(text, copied, text.length()).toString();
    }

    /** A URL in the path of another one starts anew. */
    private static int endOfUrl(String text, int start) {
        boolean query = false;
        int end = start;
        while (end < text.length() && !endsUrl(text.charAt(end))) {
            query |= text.charAt(end) == '?';
            if (!query && text.startsWith(SCHEME_END, end)) {
                return end;
            }
            end++;
        }
        return end;
    }

    private static boolean endsUrl(char character) {
        return character <= ' ' || character == '"' || character == '<' || character == '>';
    }

    /** Appends the part of a URL that follows the scheme. */
    private static void append(StringBuilder masked, String text, int start, int end) {
        int authorityEnd = firstOf("/?#", text, start, end);
        int host = authorityEnd;
        while (host > start && text.charAt(host - 1) != '@') {
            host--;
        }
        if (host > start) {
            masked.append(MASK).append('@');
        }
        int query = firstOf("?", text, authorityEnd, end);
        masked.append(text, host, query);
        if (query < end) {
            appendQuery(masked, text, query, end);
        }
    }

    /** A query parameter without a name is masked too: it may be a token. */
    private static void appendQuery(StringBuilder masked, String text, int query, int end) {
        int queryEnd = firstOf("#", text, query, end);
        int position = query;
        while (position < queryEnd) {
            masked.append(text.charAt(position));
            int next = firstOf("&;", text, position + 1, queryEnd);
            int equals = firstOf("=", text, position + 1, next);
            if (equals < next) {
                masked.append(text, position + 1, equals + 1);
            }
            if (position + 1 < next) {
                masked.append(MASK);
            }
            position = next;
        }
        masked.append(text, queryEnd, end);
    }

    private static int firstOf(String characters, String text, int start, int end) {
        int position = start;
        while (position < end && characters.indexOf(text.charAt(position)) < 0) {
            position++;
        }
        return position;
    }
}

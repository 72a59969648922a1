package io.wave.proxy.http;

/** The client of a connection: its calls say the same {@code User-Agent} again and again, so that is judged once. */
final class KnownClient {

    private String userAgent = "";
    private boolean crawler;

    boolean isCrawler(String named) {
        if (!named.equals(userAgent)) {
            userAgent = named;
            crawler = Gate.isCrawler(named);
        }
        return crawler;
    }
}

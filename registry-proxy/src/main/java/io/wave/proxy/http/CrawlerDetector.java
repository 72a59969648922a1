package io.wave.proxy.http;

import java.util.List;
import java.util.Locale;

/**
 * Detects crawlers by their {@code User-Agent}. The requests of a connection usually repeat the same one, so the last
 * result is kept.
 */
final class CrawlerDetector {

    private static final List<String> CRAWLERS = List.of(
            "googlebot",
            "bingbot",
            "yandexbot",
            "baiduspider",
            "duckduckbot",
            "slurp",
            "facebot",
            "twitterbot",
            "mj12bot",
            "ahrefsbot");

    private String userAgent = "";
    private boolean crawler;

    boolean isCrawler(String currentUserAgent) {
        if (!currentUserAgent.equals(userAgent)) {
            userAgent = currentUserAgent;
            crawler = containsCrawlerName(currentUserAgent);
        }
        return crawler;
    }

    private static boolean containsCrawlerName(String userAgent) {
        String lower = userAgent.toLowerCase(Locale.ROOT);
        return CRAWLERS.stream().anyMatch(lower::contains);
    }
}

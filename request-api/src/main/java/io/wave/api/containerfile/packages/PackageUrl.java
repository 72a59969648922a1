package io.wave.api.containerfile.packages;

import java.net.URI;
import java.util.Optional;

/**
 * The URL of a Conda package: {@code …/channel/subdir/name-version-build.conda}.
 *
 * @param channel name of a channel of the default server, else the URL of the channel
 * @param name package name
 * @param version version
 * @param build build string
 */
public record PackageUrl(String channel, String name, String version, String build) {

    private static final String USUAL_SERVER = "https://conda.anaconda.org/";

    /** Whether a URL refers to a package file. */
    public static boolean isPackage(String url) {
        return file(url).isPresent();
    }

    /** Parses a URL; empty if its structure is unexpected. */
    public static Optional<PackageUrl> parse(String url) {
        Optional<String> file = file(url);
        String plain = withoutQuery(url);
        int slash = plain.lastIndexOf('/');
        int subdir = plain.lastIndexOf('/', slash - 1);
        if (file.isEmpty() || subdir < "https://".length()) {
            return Optional.empty();
        }
        int build = file.get().lastIndexOf('-');
        int version = file.get().lastIndexOf('-', build - 1);
        return version <= 0
                ? Optional.empty()
                : Optional.of(new PackageUrl(
                        channel(plain.substring(0, subdir)),
                        file.get().substring(0, version),
                        file.get().substring(version + 1, build),
                        file.get().substring(build + 1)));
    }

    private static String channel(String url) {
        return url.startsWith(USUAL_SERVER) ? url.substring(USUAL_SERVER.length()) : url;
    }

    private static String withoutQuery(String url) {
        URI parsed = URI.create(url);
        return "%s://%s%s".formatted(parsed.getScheme(), parsed.getRawAuthority(), parsed.getRawPath());
    }

    private static Optional<String> file(String url) {
        String plain = withoutQuery(url);
        String name = plain.substring(plain.lastIndexOf('/') + 1);
        for (String end : new String[] {".tar.bz2", ".conda"}) {
            if (name.endsWith(end)) {
                return Optional.of(name.substring(0, name.length() - end.length()));
            }
        }
        return Optional.empty();
    }

    /** The package as an entry of a request. */
    @Override
    public String toString() {
        return "%s::%s=%s=%s".formatted(channel, name, version, build);
    }
}

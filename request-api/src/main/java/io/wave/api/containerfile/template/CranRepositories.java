package io.wave.api.containerfile.template;

import io.wave.api.containerfile.packages.PackageRules;
import io.wave.api.containerfile.packages.Packages;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where packages of R come from.
 *
 * @param urls repositories in their order
 * @param bioconductor whether those of Bioconductor come after them
 */
record CranRepositories(List<String> urls, boolean bioconductor) {

    static final String BIOCONDUCTOR_TOOL =
            "if (!requireNamespace(\"BiocManager\", quietly = TRUE)) install.packages(\"BiocManager\")";

    static final String CRAN = "https://cloud.r-project.org/";

    static CranRepositories of(Packages packages) {
        List<String> channels = PackageRules.items("packages.channels", packages.channels(), CranRepositories::channel);
        List<String> urls = channels.stream()
                .filter(channel -> !channel.isEmpty())
                .distinct()
                .toList();
        return new CranRepositories(urls.isEmpty() ? List.of(CRAN) : urls, channels.contains(""));
    }

    /** The URL that a word stands for; Bioconductor has several, that its tool knows. */
    private static String channel(String field, String word) {
        return switch (word) {
            case "cran" -> CRAN;
            case "bioconductor" -> "";
            default -> PackageRules.url(field, word);
        };
    }

    /** The R that sets them, for the process that installs. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("options(repos = c(%s))"
                .formatted(urls.stream().map(CranRepositories::named).collect(Collectors.joining(", "))));
        if (bioconductor) {
            lines.add(BIOCONDUCTOR_TOOL);
            lines.add("options(repos = BiocManager::repositories())");
        }
        return lines;
    }

    private static String named(String url) {
        return (url.equals(CRAN) ? "CRAN = \"" : "\"") + url + '"';
    }
}

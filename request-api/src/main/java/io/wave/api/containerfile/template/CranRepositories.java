package io.wave.api.containerfile.template;

import io.wave.api.containerfile.packages.PackageRules;
import io.wave.api.containerfile.packages.Packages;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The repositories of R packages.
 *
 * @param urls repositories in their order
 * @param bioconductor whether the Bioconductor repositories follow
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

    /** The URL of a repository name; Bioconductor has several, known to its tool. */
    private static String channel(String field, String word) {
        return switch (word) {
            case "cran" -> CRAN;
            case "bioconductor" -> "";
            default -> PackageRules.url(field, word);
        };
    }

    /** The R code that sets them for the installing process. */
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

package io.wave.api.containerfile.template;

import io.wave.api.containerfile.packages.CranOpts;
import io.wave.api.containerfile.packages.PackageRules;
import io.wave.api.containerfile.packages.Packages;
import io.wave.api.containerfile.template.CranPackage.Kind;
import io.wave.containerfile.syntax.ShellWord;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Template {@code cran/installr:v1}: installs R packages into the site library of the R image; without entries, those
 * of {@code renv.lock} or {@code install.R} in the build context. A single R process sets the repositories and installs
 * the packages, and fails if one is missing afterwards.
 *
 * @param image R image
 * @param basePackages Debian packages to install first
 * @param repositories package repositories
 * @param entries packages to install
 */
record CranV1(String image, List<String> basePackages, CranRepositories repositories, List<CranPackage> entries)
        implements Template {

    private static final String LIBRARY = "/usr/local/lib/R/site-library";

    static CranV1 of(Packages packages, CranOpts options) {
        return new CranV1(
                PackageRules.image("packages.cranOpts.rImage", options.rImage(), "rocker/r-ver:4.4.1"),
                PackageRules.DEBIAN_PACKAGE.words("packages.cranOpts.basePackages", options.basePackages()),
                CranRepositories.of(packages),
                PackageRules.items("packages.entries", packages.entries(), CranPackage::read));
    }

    @Override
    public String docker() {
        return """
                FROM %s
                USER root
                ENV R_LIBS_USER=%s
                %s%s
                """.formatted(image, LIBRARY, entries.isEmpty() ? "COPY . /opt/wave\n" : "", steps().run());
    }

    @Override
    public String singularity() {
        return SingularityDefinition.of(
                image,
                entries.isEmpty() ? "%files\n    {{wave_context_dir}} /opt/wave\n" : "",
                steps(),
                "export R_LIBS_USER=" + LIBRARY);
    }

    private ShellSteps steps() {
        ShellSteps steps = new ShellSteps().add("export R_LIBS_USER=" + LIBRARY).add("mkdir -p " + LIBRARY);
        if (!basePackages.isEmpty()) {
            steps.add("export DEBIAN_FRONTEND=noninteractive")
                    .add("apt-get update")
                    .add("apt-get install -y --no-install-recommends " + ShellSteps.quoted(basePackages));
        }
        if (entries.isEmpty()) {
            steps.add(fromContext());
        } else {
            steps.add(script(install()));
        }
        return steps.add("rm -rf /tmp/downloaded_packages /tmp/*.rds /var/lib/apt/lists/*");
    }

    private List<String> install() {
        List<String> lines = new ArrayList<>(repositories.lines());
        List<String> named = names(entry -> entry.kind() == Kind.REPOSITORY && entry.version() == null);
        List<CranPackage> pinned =
                entries.stream().filter(entry -> entry.version() != null).toList();
        List<String> bioconductor = names(entry -> entry.kind() == Kind.BIOCONDUCTOR);
        if (!bioconductor.isEmpty() && !repositories.bioconductor()) {
            lines.add(CranRepositories.BIOCONDUCTOR_TOOL);
        }
        if (!named.isEmpty()) {
            lines.add("install.packages(%s)".formatted(vector(named)));
        }
        if (!bioconductor.isEmpty()) {
            lines.add("BiocManager::install(%s, ask = FALSE, update = FALSE)".formatted(vector(bioconductor)));
        }
        names(entry -> entry.kind() == Kind.URL).stream()
                .map(
                        "withCallingHandlers(install.packages(\"%s\", repos = NULL, type = \"source\"), warning = stop)"
                                ::formatted)
                .forEach(lines::add);
        lines.addAll(pins(pinned));
        List<String> expected = new ArrayList<>(named);
        expected.addAll(bioconductor);
        if (!expected.isEmpty()) {
            lines.add("absent <- setdiff(%s, rownames(installed.packages()))".formatted(vector(expected)));
            lines.add("if (length(absent) > 0) stop(\"not installed: \", toString(absent))");
        }
        return lines;
    }

    private List<String> names(Predicate<CranPackage> which) {
        return entries.stream().filter(which).map(CranPackage::name).toList();
    }

    /** Installed after the other packages, whose dependencies would install the newest versions, and then verified. */
    private static List<String> pins(List<CranPackage> pinned) {
        if (pinned.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        lines.add("if (!requireNamespace(\"remotes\", quietly = TRUE)) install.packages(\"remotes\")");
        pinned.forEach(entry -> lines.add("remotes::install_version(\"%s\", version = \"%s\", upgrade = \"never\")"
                .formatted(entry.name(), entry.version())));
        lines.add("pins <- c(%s)"
                .formatted(pinned.stream()
                        .map(entry -> "\"%s\" = \"%s\"".formatted(entry.name(), entry.version()))
                        .collect(Collectors.joining(", "))));
        lines.add("other <- Filter(function(name) packageVersion(name) != pins[[name]], names(pins))");
        lines.add("if (length(other) > 0) stop(\"not installed in the version asked for: \", toString(other))");
        return lines;
    }

    private String fromContext() {
        List<String> restore = new ArrayList<>(repositories.lines());
        restore.add("install.packages(\"renv\")");
        restore.add("renv::restore(lockfile = \"renv.lock\", library = \"%s\", prompt = FALSE)".formatted(LIBRARY));
        List<String> run = new ArrayList<>(repositories.lines());
        run.add("source(\"install.R\")");
        return """
                cd /opt/wave && if [ -f renv.lock ]; then %s;
                elif [ -f install.R ]; then %s;
                else echo 'The build context has neither renv.lock nor install.R: no package is installed'; fi""".formatted(script(restore), script(run));
    }

    /** Runs one R process; the values have been checked not to contain quotes. */
    private static String script(List<String> lines) {
        return "Rscript"
                + lines.stream().map(line -> "\n-e " + ShellWord.quoted(line)).collect(Collectors.joining());
    }

    private static String vector(List<String> texts) {
        return texts.stream().map(text -> '"' + text + '"').collect(Collectors.joining(", ", "c(", ")"));
    }
}

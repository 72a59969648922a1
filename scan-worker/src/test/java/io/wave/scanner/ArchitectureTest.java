package io.wave.scanner;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import io.wave.architecture.rules.CommonRules;
import io.wave.architecture.rules.PackageDirections;
import java.util.Map;
import java.util.Set;

@AnalyzeClasses(packages = "io.wave.scanner", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchTests COMMON = ArchTests.in(CommonRules.class);

    @ArchTest
    static final ArchRule packagesUseOnlyAllowedPackages = PackageDirections.of(
            "io.wave.scanner",
            Map.ofEntries(
                    Map.entry(PackageDirections.ROOT, Set.of("database", "registry", "report", "trivy")),
                    Map.entry("command", Set.of()),
                    Map.entry("database", Set.of("registry")),
                    Map.entry("registry", Set.of()),
                    Map.entry("report", Set.of()),
                    Map.entry("trivy", Set.of("database", "registry", "report"))));
}

package io.wave.benchmark;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import io.wave.architecture.rules.CommonRules;
import io.wave.architecture.rules.PackageDirections;
import java.util.Map;
import java.util.Set;

@AnalyzeClasses(packages = "io.wave.benchmark", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchTests COMMON = ArchTests.in(CommonRules.class);

    @ArchTest
    static final ArchRule packagesUseOnlyAllowedPackages = PackageDirections.of(
            "io.wave.benchmark",
            Map.ofEntries(
                    Map.entry(PackageDirections.ROOT, Set.of()),
                    Map.entry("builds", Set.of()),
                    Map.entry("chaos", Set.of(PackageDirections.ROOT)),
                    Map.entry("hostile", Set.of(PackageDirections.ROOT))));
}

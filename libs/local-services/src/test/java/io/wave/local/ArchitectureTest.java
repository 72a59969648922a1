package io.wave.local;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import io.wave.architecture.rules.CommonRules;
import io.wave.architecture.rules.PackageDirections;
import java.util.Map;
import java.util.Set;

@AnalyzeClasses(packages = "io.wave.local", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchTests COMMON = ArchTests.in(CommonRules.class);

    @ArchTest
    static final ArchRule packagesUseOnlyAllowedPackages = PackageDirections.of(
            "io.wave.local",
            Map.ofEntries(
                    Map.entry(PackageDirections.ROOT, Set.of("data", "process", "server")),
                    Map.entry("cluster", Set.of()),
                    Map.entry("data", Set.of("process")),
                    Map.entry("fake", Set.of("process")),
                    Map.entry("process", Set.of()),
                    Map.entry("scan", Set.of()),
                    Map.entry("server", Set.of("data", "process"))));
}

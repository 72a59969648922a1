package io.wave.mirroring;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import io.wave.architecture.rules.CommonRules;
import io.wave.architecture.rules.PackageDirections;
import java.util.Map;
import java.util.Set;

@AnalyzeClasses(packages = "io.wave.mirroring", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchTests COMMON = ArchTests.in(CommonRules.class);

    @ArchTest
    static final ArchRule packagesUseOnlyAllowedPackages = PackageDirections.of(
            "io.wave.mirroring",
            Map.of(
                    PackageDirections.ROOT,
                    Set.of("copy", "registry"),
                    "attachment",
                    Set.of("registry"),
                    "command",
                    Set.of(),
                    "copy",
                    Set.of("attachment", "registry"),
                    "registry",
                    Set.of()));
}

package org.downcall.internal.loading;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.downcall.internal.RequiresLibrary;
import org.downcall.internal.TestBuild;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformTest {

    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, linux-x86_64",
        "Linux, aarch64, linux-aarch64",
        "Linux, riscv64, linux-riscv64",
        "Mac OS X, x86_64, macos-x86_64",
        "Mac OS X, aarch64, macos-aarch64",
        "Windows 11, amd64, windows-x86_64",
        "Windows Server 2022, arm64, windows-aarch64",
        "FreeBSD, amd64, freebsd-x86_64",
        "Some Other OS, CPU, some-other-os-cpu",
    })
    void names(String osName, String osArch, String platform) {
        assertEquals(platform, Platform.name(osName, osArch));
    }

    @Test
    @RequiresLibrary
    void theBuildUsesTheSameNameForThisPlatform() {
        assertEquals(TestBuild.property("downcall.test.platform"), Platform.CURRENT);
    }
}

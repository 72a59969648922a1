package io.wave.benchmark;

import java.util.Locale;

/**
 * One line of the table.
 *
 * @param subject what was measured
 * @param ours by the services
 * @param registry by a plain registry in the same run
 * @param nginx by a web server in the same run, 0 for not measured
 * @param unit of the three
 */
record Row(String subject, Wrk.Figures ours, Wrk.Figures registry, double nginx, String unit) {

    static final String HEAD = """
            | | this service | p99 | docker-registry | p99 | ratio | nginx |
            |---|---|---|---|---|---|---|""";

    double ratio() {
        return ours.rate() / registry.rate();
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "| %s | %,.0f %s | %s | %,.0f %s | %s | **%.2f** | %s |%s",
                subject,
                ours.rate(),
                unit,
                ours.p99(),
                registry.rate(),
                unit,
                registry.p99(),
                ratio(),
                nginx == 0 ? "" : String.format(Locale.ROOT, "%,.0f %s", nginx, unit),
                complaints());
    }

    private String complaints() {
        String both = ours.complaint() + registry.complaint();
        return both.isEmpty() ? "" : " " + both;
    }
}

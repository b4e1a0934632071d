package org.nseekfs.cli.report;

import java.util.List;

/** Searches of one kind with settings from fast to thorough. */
record Curve(String name, List<MeasuredSearch> searches) {}

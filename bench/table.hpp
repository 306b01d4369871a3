#pragma once

#include <string>
#include <vector>

/// The table that the benchmark prints, row by row while it runs, in the form of
/// docs/PERFORMANCE.md.
namespace earshot::bench {

void print_table_head();
void print_row(const std::string& what, const std::string& figure, const std::string& aim);

std::string fixed(double value, int digits = 2);
/// "1.38 / 3.37 ms": 50th and 99th percentile.
std::string percentiles(const std::vector<double>& milliseconds);
/// "12 / 14 us": of two processes.
std::string pair_of(double first, double second, const std::string& unit);

}  // namespace earshot::bench

#include "bench/table.hpp"

#include <array>
#include <cstdio>
#include <iostream>

#include "bench/measures.hpp"

namespace earshot::bench {

void print_table_head() {
    std::cout << "| What | Measured | Aim |\n| --- | --- | --- |" << std::endl;
}

void print_row(const std::string& what, const std::string& figure, const std::string& aim) {
    std::cout << "| " << what << " | " << figure << " | " << aim << " |" << std::endl;
}

std::string fixed(double value, int digits) {
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%.*f", digits, value);
    return text.data();
}

std::string percentiles(const std::vector<double>& milliseconds) {
    return pair_of(percentile(milliseconds, 0.5), percentile(milliseconds, 0.99), "ms");
}

std::string pair_of(double first, double second, const std::string& unit) {
    const int digits = first < 10 ? 2 : 0;
    return fixed(first, digits) + " / " + fixed(second, digits) + (unit.empty() ? "" : " " + unit);
}

}  // namespace earshot::bench

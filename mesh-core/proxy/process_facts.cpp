// SPDX-License-Identifier: Apache-2.0
#include "proxy/exposition.h"

#include <sys/resource.h>

#include <ctime>
#include <fstream>
#include <sstream>
#include <unistd.h>

namespace causeway::proxy {
namespace {

// Fields of /proc/self/stat by their number in proc(5); the second one may hold blanks.
std::vector<std::string> statFields() {
    std::ifstream file("/proc/self/stat");
    std::string line;
    std::getline(file, line);
    std::istringstream rest(line.substr(std::min(line.size(), line.rfind(')') + 1)));
    std::vector<std::string> fields(3); // the first after the name is the third
    for (std::string field; rest >> field;)
        fields.push_back(field);
    return fields;
}

double numberAt(const std::vector<std::string>& fields, std::size_t number) {
    return number < fields.size() ? std::strtod(fields[number].c_str(), nullptr) : 0;
}

double bootSeconds() {
    timespec wall{};
    timespec boot{};
    ::clock_gettime(CLOCK_REALTIME, &wall);
    ::clock_gettime(CLOCK_BOOTTIME, &boot);
    const auto seconds = [](const timespec& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
    };
    return seconds(wall) - seconds(boot);
}

} // namespace

ProcessFacts ProcessFacts::read() {
    constexpr std::size_t kThreads = 20;
    constexpr std::size_t kStart = 22; // in ticks since boot
    constexpr std::size_t kVirtual = 23;
    const auto fields = statFields();
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    ProcessFacts facts;
    facts.virtualBytes = static_cast<std::uint64_t>(numberAt(fields, kVirtual));
    facts.threads = static_cast<std::uint64_t>(numberAt(fields, kThreads));
    facts.maxDescriptors = limit.rlim_cur;
    facts.startSeconds =
        bootSeconds() + numberAt(fields, kStart) / static_cast<double>(::sysconf(_SC_CLK_TCK));
    return facts;
}

} // namespace causeway::proxy

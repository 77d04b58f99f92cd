// SPDX-License-Identifier: Apache-2.0
#include "serve/process_facts.h"

#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <unistd.h>
#include <vector>

namespace causeway::serve {
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

std::uint64_t residentBytes() {
    unsigned long long total = 0, resident = 0;
    if (std::FILE* file = std::fopen("/proc/self/statm", "re")) {
        if (std::fscanf(file, "%llu %llu", &total, &resident) != 2)
            resident = 0;
        std::fclose(file);
    }
    return resident * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

std::uint32_t openDescriptors() {
    std::error_code ignored;
    std::uint32_t count = 0;
    for (auto it = std::filesystem::directory_iterator("/proc/self/fd", ignored);
         it != std::filesystem::directory_iterator(); it.increment(ignored))
        ++count;
    return count;
}

double cpuSeconds() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

ProcessFacts ProcessFacts::read() {
    constexpr std::size_t kThreads = 20;
    constexpr std::size_t kStart = 22; // in ticks since boot
    constexpr std::size_t kVirtual = 23;
    const auto fields = statFields();
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    ProcessFacts facts;
    facts.residentBytes = serve::residentBytes();
    facts.openDescriptors = serve::openDescriptors();
    facts.cpuSeconds = serve::cpuSeconds();
    facts.virtualBytes = static_cast<std::uint64_t>(numberAt(fields, kVirtual));
    facts.threads = static_cast<std::uint64_t>(numberAt(fields, kThreads));
    facts.maxDescriptors = limit.rlim_cur;
    facts.startSeconds =
        bootSeconds() + numberAt(fields, kStart) / static_cast<double>(::sysconf(_SC_CLK_TCK));
    return facts;
}

void ProcessFacts::write(telemetry::Exposition& out) const {
    using Type = telemetry::Exposition::Type;
    out.family("process_resident_memory_bytes", Type::Gauge, "Memory in use");
    out.sample({}, residentBytes);
    out.family("process_open_fds", Type::Gauge, "Descriptors that are open");
    out.sample({}, std::uint64_t(openDescriptors));
    out.family("process_cpu_seconds_total", Type::Counter, "Processor time, user and system");
    out.sample({}, cpuSeconds);
    out.family("process_virtual_memory_bytes", Type::Gauge, "Address space in use");
    out.sample({}, virtualBytes);
    out.family("process_max_fds", Type::Gauge, "Descriptors that may be open");
    out.sample({}, maxDescriptors);
    out.family("process_threads", Type::Gauge, "Threads");
    out.sample({}, threads);
    out.family("process_start_time_seconds", Type::Gauge, "When the process began, since 1970");
    out.sample({}, startSeconds);
}

} // namespace causeway::serve

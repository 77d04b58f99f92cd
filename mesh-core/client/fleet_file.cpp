// SPDX-License-Identifier: Apache-2.0
#include "client/fleet_file.h"

#include "resource/parse.h"

#include <spdlog/fmt/fmt.h>
#include <sys/un.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>
#include <set>

namespace causeway::client {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kUnix = "unix:";
constexpr std::size_t kMaxSocketPath = sizeof(sockaddr_un::sun_path) - 1;

Result<std::string> readText(const fs::path& path) {
    std::error_code error;
    if (!fs::exists(path, error))
        return fail(ErrorKind::NotFound,
                    fmt::format("{}: there is no such file; causeway-lab up writes one, "
                                "and --fleet names another",
                                path.string()));
    std::ifstream stream(path, std::ios::binary);
    if (!fs::is_regular_file(path, error) || !stream)
        return fail(ErrorKind::Io,
                    path.string() + ": cannot be read; it must be a file that you may read");
    return std::string(std::istreambuf_iterator<char>(stream), {});
}

bool isPort(std::string_view text) {
    unsigned port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    return error == std::errc() && end == text.data() + text.size() && port >= 1 && port <= 65535;
}

// What is wrong with an address; empty when it is one.
std::string judgeAddress(std::string_view address, const fs::path& folder) {
    if (address.starts_with(kUnix)) {
        const auto path = (folder / address.substr(kUnix.size())).string();
        if (address.size() == kUnix.size())
            return "expected a path after \"unix:\"";
        if (path.size() > kMaxSocketPath)
            return fmt::format("the socket's path {} has {} bytes, the system takes {}; move the "
                               "fleet to a shorter one",
                               path, path.size(), kMaxSocketPath);
        return {};
    }
    const auto colon = address.rfind(':');
    if (colon == std::string_view::npos || colon == 0 || !isPort(address.substr(colon + 1)))
        return fmt::format("found \"{}\"; expected \"unix:PATH\" or \"HOST:PORT\"", address);
    return {};
}

std::string absoluteAddress(const std::string& address, const fs::path& folder) {
    if (!address.starts_with(kUnix))
        return address;
    return std::string(kUnix) + (folder / address.substr(kUnix.size())).lexically_normal().string();
}

// What the kind's own fields cannot say: names are unique, addresses are addresses.
void judgeClusters(const resource::Node& root, const fs::path& folder,
                   resource::Problems& problems) {
    const auto* spec = root.find("spec");
    const auto* clusters = spec != nullptr ? spec->find("clusters") : nullptr;
    if (clusters == nullptr)
        return;
    if (clusters->items.empty())
        problems.add(clusters->range, "spec.clusters", "found no cluster; expected at least one");
    std::set<std::string> seen;
    for (std::size_t i = 0; i < clusters->items.size(); ++i) {
        const std::string field = fmt::format("spec.clusters[{}]", i);
        const auto* name = clusters->items[i].find("name");
        if (name != nullptr && !seen.insert(name->scalar).second)
            problems.add(name->range, field + ".name",
                         fmt::format("found \"{}\" a second time; expected a name of its own",
                                     name->scalar));
        const auto* admin = clusters->items[i].find("admin");
        const auto wrong = admin != nullptr ? judgeAddress(admin->scalar, folder) : std::string();
        if (!wrong.empty())
            problems.add(admin->range, field + ".admin", wrong);
    }
}

FleetFile resolve(const resource::Object& object, const fs::path& path) {
    const auto& spec = *object.as<resource::Fleet>();
    const fs::path folder = path.parent_path();
    FleetFile fleet;
    fleet.path = path;
    fleet.name = object.metadata.name;
    fleet.trustDomain = spec.trustDomain;
    fleet.trustAnchors = folder / spec.trustAnchors;
    fleet.certificate = folder / spec.clientCertificate;
    fleet.key = folder / spec.clientKey;
    for (const auto& cluster : spec.clusters)
        fleet.clusters.push_back({cluster.name, cluster.cloud, cluster.region, cluster.production,
                                  absoluteAddress(cluster.admin, folder)});
    return fleet;
}

} // namespace

const FleetCluster* FleetFile::find(const std::string& cluster) const {
    const auto at = std::ranges::find(clusters, cluster, &FleetCluster::name);
    return at == clusters.end() ? nullptr : &*at;
}

Result<FleetFile> readFleetFile(const fs::path& path) {
    CAUSEWAY_TRY(const std::string text, readText(path));
    CAUSEWAY_TRY(const auto documents, resource::parseYaml(text, path.string()));
    if (documents.size() != 1)
        return fail(ErrorKind::InvalidInput,
                    fmt::format("{}: found {} documents; expected one of kind Fleet", path.string(),
                                documents.size()));
    const auto& document = documents.front();
    const auto kind = resource::typeOf(document).kind;
    if (kind != "Fleet")
        return fail(ErrorKind::InvalidInput,
                    fmt::format("{}: kind: found \"{}\"; expected \"Fleet\"",
                                resource::describe(path.string(), document.root.range.start),
                                kind));
    resource::Problems problems(path.string());
    const auto object = resource::parseObject(document.root, path.string(), problems);
    const fs::path absolute = fs::absolute(path);
    judgeClusters(document.root, absolute.parent_path(), problems);
    CAUSEWAY_CHECK(problems.status());
    return resolve(*object, absolute);
}

} // namespace causeway::client

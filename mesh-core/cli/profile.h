// SPDX-License-Identifier: Apache-2.0
// `causewayctl profile …`: ServiceProfiles judged, made from descriptions of APIs or recorded
// requests, and turned into routes and back. Needs no fleet. Errors in what was read are findings
// and end with exit code 1; a result is written whole or not at all.
#pragma once

#include "cli/arguments.h"
#include "profile/convert.h"

#include <filesystem>
#include <string>
#include <vector>

namespace causeway::cli {

enum class ProfileForm { ServiceProfile, HttpRoute, GrpcRoute };

struct ProfileCheckRequest {
    std::vector<std::string> paths; // files, folders, "-"
    bool strict = false;            // warnings count
};
[[nodiscard]] Result<Exit> checkProfiles(const Options& options, const ProfileCheckRequest& request,
                                         Terminal& terminal);

struct ProfileGenerateRequest {
    // Exactly one of the three.
    std::string openApi;
    std::string proto;
    std::string recording;
    std::vector<std::string> protoPaths;
    ProfileForm form = ProfileForm::ServiceProfile;
    std::string service; // empty: by the file's name, or by the recorded services
    profile::ServiceName defaults;
    std::size_t maxWords = 20;
    std::filesystem::path out; // empty: the terminal
    bool strict = false;
};
[[nodiscard]] Result<Exit>
generateProfile(const Options& options, const ProfileGenerateRequest& request, Terminal& terminal);

struct ProfileConvertRequest {
    std::vector<std::string> files;
    ProfileForm form = ProfileForm::HttpRoute;
    std::string clusterDomain = "cluster.local";
    std::filesystem::path out;
    bool strict = false; // what changes counts too
};
[[nodiscard]] Result<Exit>
convertProfiles(const Options& options, const ProfileConvertRequest& request, Terminal& terminal);

struct ProfileRequests {
    ProfileCheckRequest check;
    ProfileGenerateRequest generate;
    ProfileConvertRequest convert;
};
// `options` and `requests` outlive the commands.
void addProfileCommands(CLI::App& program, const Options& options, ProfileRequests& requests,
                        const AddCommand& add);

} // namespace causeway::cli

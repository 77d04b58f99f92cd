// SPDX-License-Identifier: Apache-2.0
#include "audit/record.h"

#include "base/hex.h"

#include <nlohmann/json.hpp>
#include <openssl/sha.h>

#include <algorithm>
#include <array>

namespace causeway::audit {
namespace {

using Json = nlohmann::json;

std::string dump(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// An array and not an object: no names to be ordered, and no two records with one text.
Json contentOf(const Record& record) {
    return Json::array({record.sequence, microsecondsOf(record.at), record.who, record.action,
                        record.subject, record.reason, record.detail, record.digest});
}

} // namespace

std::string subjectOf(const ObjectRef& object) {
    return object.kind + (object.group.empty() ? "" : "." + object.group) + '/'
           + (object.namespace_.empty() ? "" : object.namespace_ + '/') + object.name;
}

std::string digestOf(std::string_view content) {
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
    SHA256(bytesOf(content).data(), content.size(), digest.data());
    return hexOf(digest);
}

std::string hashOf(const Record& record, std::string_view previous) {
    return digestOf(std::string(previous) + '\n' + dump(contentOf(record)));
}

std::string serialize(const Record& record) {
    Json json = contentOf(record);
    json.push_back(record.hash);
    return dump(json);
}

Result<Record> parseRecord(std::string_view text) {
    const auto json = Json::parse(text, nullptr, false);
    const auto isText = [](const Json& each) { return each.is_string(); };
    if (!json.is_array() || json.size() != 9 || !json[0].is_number_unsigned()
        || !json[1].is_number_integer() || !std::all_of(json.begin() + 2, json.end(), isText))
        return fail(ErrorKind::InvalidInput,
                    "found no record of an audit trail: " + std::string(text.substr(0, 80)));
    return Record{.sequence = json[0],
                  .at = WallTime(std::chrono::microseconds(json[1].get<std::int64_t>())),
                  .who = json[2],
                  .action = json[3],
                  .subject = json[4],
                  .reason = json[5],
                  .detail = json[6],
                  .digest = json[7],
                  .hash = json[8]};
}

} // namespace causeway::audit

package import Database

extension Migration {
    /// The migrations of this binary for one database, in order.
    ///
    /// Each is a file of `schema/postgres` or `schema/sqlite`. The build embeds files by their bare name, so
    /// `Sources/Storage/Schema` holds a link to each that begins with its folder's name; a test holds both together.
    package static func embedded(for dialect: SQLDialect) -> [Migration] {
        switch dialect {
        case .postgres:
            [
                Migration(1, "core", PackageResources.postgres_001_core_sql),
                Migration(2, "read_until", PackageResources.postgres_002_read_until_sql),
                Migration(
                    3, "one_engine", PackageResources.postgres_003_one_engine_sql,
                    indexes: PackageResources.postgres_003_one_engine_indexes_sql),
                Migration(
                    4, "campaigns", PackageResources.postgres_004_campaigns_sql,
                    indexes: PackageResources.postgres_004_campaigns_indexes_sql),
                Migration(
                    5, "further", PackageResources.postgres_005_further_sql,
                    indexes: PackageResources.postgres_005_further_indexes_sql),
                Migration(
                    6, "teams", PackageResources.postgres_006_teams_sql,
                    indexes: PackageResources.postgres_006_teams_indexes_sql),
                Migration(
                    7, "limits", PackageResources.postgres_007_limits_sql,
                    indexes: PackageResources.postgres_007_limits_indexes_sql),
            ]
        case .sqlite:
            [
                Migration(1, "core", PackageResources.sqlite_001_core_sql),
                Migration(2, "read_until", PackageResources.sqlite_002_read_until_sql),
                Migration(3, "one_engine", PackageResources.sqlite_003_one_engine_sql),
                Migration(4, "campaigns", PackageResources.sqlite_004_campaigns_sql),
                Migration(5, "further", PackageResources.sqlite_005_further_sql),
                Migration(6, "teams", PackageResources.sqlite_006_teams_sql),
                Migration(7, "limits", PackageResources.sqlite_007_limits_sql),
            ]
        }
    }

    private init(_ version: Int, _ name: String, _ contents: [UInt8], indexes: [UInt8] = []) {
        self.init(
            version: version, name: name, script: String(decoding: contents, as: UTF8.self),
            indexes: String(decoding: indexes, as: UTF8.self))
    }
}

/// What went wrong, with what the sentence needs to know. One case for each distinct message.
package enum DiagnosticFact: Sendable, Equatable {
  // Text and tokens.
  case textTooLong(limitInBytes: Int)
  case statementTooLong(limitInBytes: Int)
  case invalidCharacter(Unicode.Scalar)
  case typographicCharacter(Unicode.Scalar, instead: String)
  case unclosedQuote
  case unknownEscape
  /// Inside quotes.
  case bidirectionalControl(Unicode.Scalar)
  case parameterWithoutName
  case ambiguousThousands(String)
  case decimalComma(String)
  case malformedNumber(String)
  case numberTooLong(String)

  // Syntax.
  /// The word that another shell, or everyday speech, begins a statement with.
  case foreignStatement(String)
  case expected(Expectation, found: Found)
  case nestingTooDeep(limit: Int)
  case tooManyOperators(limit: Int)
  case duplicateClause(Keyword)
  case severalFormats([String])
  case othersWithoutTop
  case unknownFunction(String)
  case noSuchPeriod(String)
  case notAPeriod(String)
  /// A period of another grain where only a day can stand.
  case notADay(String)

  // Names.
  case unknownMeasure(String)
  case unknownField(String)
  case unknownMember(String, dimension: Localized)
  case unknownDataset(String)
  case unknownSetting(String)
  case unknownColumn(String)
  case unknownParameter(String)
  /// Not one word.
  case parameterName(String)
  case unknownParameterType(String)
  case parameterWithoutValue(String)
  /// `isGiven`: the value is that of the command line.
  case parameterMismatch(name: String, text: String, wanted: Localized, isGiven: Bool)
  /// The command line has a value for a name that no script declares.
  case parameterNotDeclared(String)
  case ambiguousName(String, candidates: [String])
  case measureWhereFieldBelongs(String)
  case fieldWhereMeasureBelongs(String)
  case definitionTaken(String)
  case reservedName(String)
  case cyclicDefinition([String])
  case duplicateColumn(String)

  // Meaning.
  case dimensionNotOfMeasure(dimension: Localized, measure: Localized)
  case measureInWhere(Localized)
  case alternativesAcrossFields
  case timeConditionInsideOr
  case wrongGrain(period: String, field: Localized, rightField: Localized)
  case openTimeRange(field: Localized)
  case emptyTimeCondition
  case valueIsNotAPeriod(field: Localized)
  case orderOfMembers(dimension: Localized)
  case valueIsNotAMember(String, dimension: Localized)
  case reversedRange
  case openListNotSummable(dimension: Localized)
  case contradictoryConditions(dimension: Localized)
  case noMatchingMember(String, dimension: Localized)
  case kindForbidsArithmetic(measure: Localized, kind: MeasureKind)
  case ratioInSum(measure: Localized)
  case expressionWithoutMeasure
  case sortKeyNotInResult(String)
  case rankingByDimension(String)
  case perNotAKey(Localized)
  case pivotNotAKey(Localized)
  /// `previous year` where the rows are of quarters.
  case baselineOfOtherGrain(asked: Localized)
  /// No target is known of any of these measures.
  case noTarget([Localized])
  /// A share of what does not add up.
  /// `latest` where a period must be named.
  case latestNotHere(Keyword)
  case functionNeedsSum(FunctionName)
  /// A running sum of stocks.
  case functionNeedsFlow(FunctionName)
  /// A change or a running sum without periods of one grain.
  case functionNeedsTime(FunctionName)
  case windowInWindow(FunctionName)
  case windowNotHere(Keyword)
  case unknownComparedMember(String)
  /// One thing alone, or the same twice.
  case nothingToCompare
  case clauseNotForCompare(Keyword)
  /// What is compared stands on different ground.
  case notComparable([Localized])
  /// Members compared that no one dimension has; each with the dimensions it is of.
  case differentDimensions([String])
  case duplicateKey(Localized)
  case noLastResult
  case clauseNotForLastResult(Keyword)
  /// What is compared stands in another clause too.
  case comparedTwice(Localized, Keyword)
  /// A column that `vs` adds, in a clause of the query itself.
  case columnOfBaseline(String, Keyword)
  case shareOfNoKey(Localized)
  /// `why`, `explain` before a statement that is no query.
  case queryWanted(after: Keyword, found: Keyword)
  case lastResultWithoutQuery
  case lastResultHasNoPlan
  case functionArguments(FunctionName, expected: Int)
  case argumentOutOfRange(FunctionName, argument: String, allowed: ClosedRange<Int>)
  case numberOverflow
  /// What every finding of `check` has.
  case neverMissing(Localized)
  /// A field that only the check of figures has, or only one with several rules.
  case noFieldOfThisCheck(Localized, ofCases: Bool)
  /// Both sides of `check … against …` are cases, or both are figures.
  case sidesOfCheck(areCases: Bool)
  /// A built-in form of the catalog's rules with other arguments than it takes.
  case wrongCheckForm(String, expected: String)
  case tooManyGroups(limit: Int)
  /// A column of cases with more names than can be told apart under their parents.
  case tooManyNames(column: Localized)
  case outOfMemory
  /// Of a column of cases.
  case sumTooLarge
  /// A dataset that is not of cases, where cases are wanted.
  case noCases(String)
  /// The cases do not tell the members of a dimension.
  case noCaseColumn(Localized)
  /// A function of cases, asked of figures.
  case statisticNeedsCases(FunctionName)
  /// A function of cases takes one of their numbers.
  case numberFieldWanted
  case unknownNumber(String)
  /// A measure that only reports have.
  case notOverCases(Localized)
  /// A condition on a day or number of cases, asked of figures.
  case conditionNeedsCases(Localized)
  /// A condition on a day or number of cases inside `{…}`.
  case caseValueInFilter(Localized)
  case noConditionOnIdentifier(Localized)
  /// `~` with a day or a number.
  case textOfCaseValue(Localized)
  /// Something else where a day or period, or a number, belongs.
  case dayOfCaseWanted(Localized)
  case numberOfCaseWanted(Localized)
  /// `list` without cases, or with several datasets of them.
  case listNeedsCases(datasets: [String])
  case clauseNotForList(Keyword)
  /// What the cases do not have, or a word that is no field of theirs.
  case unknownListField(String)
  case timeFieldInList(Localized)
  /// More rows than a format that is made as a whole can hold.
  case listTooLong(count: Int, limit: Int)

  /// Whoever asked did not want to wait.
  case interrupted

  // Assertions; the test as text.
  case assertionFailed(String)
  case assertionUndecided(String)
  case assertionRows(count: Int, keys: [Localized])

  // Understood, not answered yet.
  case notYetAnswered(Localized)

  // Settings and files of a session.
  case invalidSettingValue(setting: String, value: String)
  case cannotWrite(path: String, reason: String)
  /// - overwriting: the word that would replace it; `nil` for `save`, which replaces snapshots only.
  case fileExists(path: String, overwriting: String? = "into!")
  case cannotRead(path: String, reason: String)
  case invalidUTF8(path: String)
  case otherEncoding(path: String, encoding: String)
  /// The files being run, from the one that is sourced again to itself.
  case cyclicSource([String])
  case notAllowedInSafeMode(Localized)
  case unknownOutputExtension(path: String)
  case datasetBuiltIn(String)
  case datasetNameTaken(String)
  case strictViolation(Localized)
  case noSuchHelp(String)
  /// The formatter found that its text would not be the same script.
  case formatWouldChangeMeaning

  // Data. The place is in the text of a ``DataPlace``.
  case data(DataPlace, DataProblem)
  case moreDataProblems(count: Int)
  /// Of a dataset on a server, by its address.
  case remote(String, RemoteProblem)

  /// In safe mode.
  package static func readingNotAllowed(_ path: String) -> DiagnosticFact {
    let what = Localized(
      vi: "đọc ‘\(path)’, nằm ngoài dữ liệu và thư mục của kịch bản",
      en: "reading ‘\(path)’, outside the data and the script's folder")
    return .notAllowedInSafeMode(what)
  }
}

/// What the grammar wants at a place.
package enum Expectation: Sendable, Equatable {
  case measure, dimension, field, value, period, comparison, state, text, newName, dataset, path, setting,
    count
  case withWord, grain, clauseOrEnd, stage, shownKind
  /// After one of what is compared.
  case comparedEnd
  case keyword(Keyword)
  case symbol(String)
}

/// What stood there instead.
package enum Found: Sendable, Equatable {
  case end
  case text(String)
}

/// Where in a data file something was found.
package struct DataPlace: Sendable, Equatable {
  package let file: String
  /// From 1, header included; `nil` for the whole file.
  package let line: Int?
  package let column: String?

  package init(file: String, line: Int? = nil, column: String? = nil) {
    self.file = file
    self.line = line
    self.column = column
  }
}

/// What is wrong with a data file.
package enum DataProblem: Sendable, Equatable {
  case cannotOpen(reason: String)
  case empty
  case invalidUTF8(offset: Int)
  case unclosedQuote
  case textAfterQuote
  case strayQuote
  case fieldCount(expected: Int, found: Int)
  case tooManyColumns(Int, limit: Int)
  case missingColumn(String)
  case unknownColumn(String, near: [String])
  case duplicateColumn(String)
  case invalidJSON(reason: String)
  case jsonShape(expected: String)
  case missingResource(String)
  case unsafePath(String)
  case requiredEmpty
  case wrongType(text: String, expected: String)
  case notInEnumeration(text: String, choices: [String])
  case duplicateKey(String, firstLine: Int)
  case unknownReference(text: String, table: String, near: [String])
  case ambiguousMember(text: String, candidates: [String])
  case dimensionNotOfMeasure(dimension: String, measure: String)
  case formula(text: String, problem: String)
  case cyclicFormula([String])
  case nameTaken(String, by: String)
  case definedDifferently(String)
  case tooLarge(limitInBytes: Int)
  case notAFile(SpecialFile)
  case changedWhileRead
  case otherEncoding(String)
  case datasetNameTaken(String)
  case documentTaken(String, title: Localized)
  case negative(text: String, measure: String)
  case tooManyDecimals(text: String, measure: String, decimals: Int)
  case aboveMaximum(text: String, measure: String, maximum: String)
  case moreDecimalsThanPrinted(text: String, decimals: Int)
  case numberTooLong(String)

  // Files of cases.
  case invalidUTF8InField(offset: Int)
  case rowTooLong(limitInBytes: Int)
  case notADay(text: String)
  case dayOutOfRange(text: String, ClosedRange<Day>)
  case notANumber(text: String, decimals: Int)
  case finishedBeforeReceived(finished: String, received: String)
  /// Two columns that mean the same.
  case sameColumnTwice(String, String)
  case missingCaseDay(found: [String], accepted: [String])
  case unknownCaseField(String)
  case otherColumns([String], than: String)
  case tooManyNames(limit: Int)
  /// From 1.
  case columnWithoutName(position: Int)
  /// Bad rows in more places than are left out one by one.
  case tooManyBadRows(limit: Int)
  case unreadableRow

  // Snapshots.
  case noSnapshot
  case snapshotVersion(Int, known: Int)
  case snapshotTruncated
  case snapshotDamaged
}

// The runtime of the transpiled library has to be there before the library itself; both make globals.
import '@kusto/language-service-next/bridge.min.js';
import '@kusto/language-service-next/Kusto.Language.Bridge.min.js';

/** The little of the Kusto language service that the checks use; its own types cover all of .NET. */
interface List<T> {
  readonly Count: number;
  getItem(index: number): T;
}
interface TypeSymbol {
  readonly Name: string;
  readonly Columns?: List<{ readonly Name: string; readonly Type: { readonly Name: string } }> | null;
}
/** A node of the syntax tree. */
export interface KqlNode {
  readonly Kind: number;
  readonly ResultType?: TypeSymbol | null;
  readonly ChildCount: number;
  readonly Name?: KqlNode | { readonly SimpleName?: string };
  readonly SimpleName?: string;
  GetChild(index: number): KqlNode | null;
  toString(): string;
}
interface KustoCode {
  readonly Syntax: KqlNode;
  readonly ResultType: TypeSymbol | null;
  GetDiagnostics(): List<{ readonly Severity: string; readonly Message: string }>;
}
type Constructor = new (...args: unknown[]) => unknown;
interface KustoLanguage {
  readonly KustoCode: { ParseAndAnalyze(text: string, globals: unknown): KustoCode };
  readonly GlobalState: { readonly Default: { WithDatabase(database: unknown): unknown } };
  readonly Syntax: {
    readonly SyntaxKind: object;
    readonly SyntaxElement: { WalkNodes(root: KqlNode, visit: (node: KqlNode) => void): void };
  };
  readonly Symbols: {
    readonly TableSymbol: { From(schema: string): { WithName(name: string): unknown } };
    readonly FunctionSymbol: { readonly $ctor16: Constructor };
    readonly DatabaseSymbol: { readonly $ctor1: Constructor };
    readonly Tabularity: { readonly Tabular: unknown };
  };
}

const { Kusto, System } = globalThis as unknown as {
  Kusto: { readonly Language: KustoLanguage };
  System: { readonly Enum: { toString(type: object, value: number): string } };
};
const { KustoCode, GlobalState, Syntax, Symbols } = Kusto.Language;

/** A table or a saved function that a query may name. */
export type Known =
  | { readonly table: string; readonly columns: readonly { readonly name: string; readonly type: string }[] }
  | { readonly alias: string; readonly parameters: string; readonly kql: string };

/** What the language service says about a KQL text. */
export interface Analysis {
  readonly errors: readonly string[];
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly root: KqlNode;
}

/** What parses KQL texts and checks their names and types against tables and functions. */
export function createAnalyzer(known: readonly Known[]): (kql: string) => Analysis {
  const database = new Symbols.DatabaseSymbol.$ctor1('workspace', known.map(toSymbol));
  const globals = GlobalState.Default.WithDatabase(database);
  return (kql) => {
    const code = KustoCode.ParseAndAnalyze(kql, globals);
    return {
      errors: [...toArray(code.GetDiagnostics()).map(({ Message }) => Message), ...findMixedComparisons(code.Syntax)],
      columns: toArray(code.ResultType?.Columns ?? null).map(({ Name, Type }) => ({ name: Name, type: Type.Name })),
      root: code.Syntax,
    };
  };
}

/** All nodes under a node, itself included, in the order of the text. */
export function nodesOf(root: KqlNode): KqlNode[] {
  const nodes: KqlNode[] = [];
  Syntax.SyntaxElement.WalkNodes(root, (node) => nodes.push(node));
  return nodes;
}

/** The name of the kind of a node, as the language service spells it: `FilterOperator`, `AndExpression`. */
export function kindOf(node: KqlNode): string {
  return System.Enum.toString(Syntax.SyntaxKind, node.Kind);
}

/** The text of a node without the white space around it. */
export function textOf(node: KqlNode): string {
  return node.toString().trim();
}

/** The children that are nodes of the tree, not tokens that the library leaves out. */
export function childrenOf(node: KqlNode): KqlNode[] {
  return Array.from({ length: node.ChildCount }, (_, index) => node.GetChild(index)).filter((child) => child !== null);
}

function toSymbol(known: Known): unknown {
  if ('table' in known) {
    const columns = known.columns.map(({ name, type }) => `${name}: ${type}`).join(', ');
    return Symbols.TableSymbol.From(`(${columns})`).WithName(known.table);
  }
  const { alias, parameters, kql } = known;
  return new Symbols.FunctionSymbol.$ctor16(alias, `(${parameters})`, `{ ${kql} }`, Symbols.Tabularity.Tabular, null);
}

/** The language service lets `int == "text"` pass, which never holds. */
function findMixedComparisons(root: KqlNode): string[] {
  return nodesOf(root)
    .filter((node) => /^(Equal|NotEqual|(Less|Greater)Than(OrEqual)?)Expression$/.test(kindOf(node)))
    .filter((node) => {
      const types = childrenOf(node).map((child) => child.ResultType?.Name);
      return (
        types.includes('string') && types.some((type) => type !== undefined && /^(int|long|real|bool)$/.test(type))
      );
    })
    .map((node) => `A number is compared with text: ${textOf(node)}`);
}

function toArray<T>(list: List<T> | null): T[] {
  return list === null ? [] : Array.from({ length: list.Count }, (_, index) => list.getItem(index));
}
